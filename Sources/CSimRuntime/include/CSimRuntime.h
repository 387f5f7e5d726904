#ifndef C_SIM_RUNTIME_H
#define C_SIM_RUNTIME_H
#endif
