/// The options of the allocator. Linking this variable into the program is enough; there is nothing to call.
extern const char *malloc_conf;
