// The functions are inline; this file makes the target one that is compiled, with warnings on.
#include "CVectors.h"
