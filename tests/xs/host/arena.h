/*
 * Memory for what is preloaded: on a device that lies in flash. Nothing is given back. What is particular to a platform is in one
 * file, arena.c here.
 */
#include <stddef.h>

/* Aligned for slots and chunks, and zero; NULL where there is not that much left. */
void* arenaAllocate(size_t size);
/* What the process ends with when somebody writes memory that is read-only. */
#define ARENA_WRITTEN 4

/* From here on all of it is. */
void arenaProtect(void);
