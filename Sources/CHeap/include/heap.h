/// How the program's heap is set up; nothing has to be called.
extern const char *malloc_conf;
