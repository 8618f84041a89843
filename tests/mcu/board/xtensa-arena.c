#include "arena.h"
#include <stdlib.h>

/* This core has nothing that would protect it. */

void* arenaAllocate(size_t size)
{
	return calloc(1, size);
}

void arenaProtect(void)
{
}
