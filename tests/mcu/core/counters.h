#include <stddef.h>
#include <stdint.h>

/* What the core has spent. Whatever only serves to measure and to speak with the bench is left out: no device does it. */

/* Instructions of the program. */
uint64_t instructionsSpent(void);
/* Instructions of these that garbage collections took. */
uint64_t instructionsCollecting(void);
/* All since boardInstructions() gave `start` is left out. */
void leaveOutSince(uint64_t start);

/* The C stack: its peak is counted from here on. */
void markStack(void);
/* Bytes that it took at most, from the start of the stack. */
size_t stackPeak(void);
