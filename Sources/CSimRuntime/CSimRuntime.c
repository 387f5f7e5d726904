#include "CSimRuntime.h"
