/* What the host looks up inside the engine. xshost.c sees XS through its public header, machine.c through its private one. */
#include <stddef.h>

/* Numbers that machineCounters() writes, in the order of COUNTERS in tests/xs/heap.ts. */
#define COUNTER_COUNT 13

struct sxMachine;

void machineCounters(struct sxMachine* machine, double counters[COUNTER_COUNT]);
/* The peaks of slots, chunks and stack are counted from here on. */
void machineMarkPeaks(struct sxMachine* machine);
/* From here on the machine is watched. */
void machineBegin(struct sxMachine* machine);
/*
 * From here on the stack is as if it had so many slots in all and nothing were on it but what each machine has there: what the test's
 * own frames take counts for nothing. 0 when there are not that many.
 */
int machineLimitStack(struct sxMachine* machine, int slots);
/* Why the engine gave up: 0 when it did not. */
int machineAbortStatus(struct sxMachine* machine);
const char* machineAbortReason(struct sxMachine* machine);
/* Promises that were rejected with nobody to hear it. */
int machineUnhandledRejections(void);
/* Bytes of the code that a module's text becomes, as xsc makes it without line numbers; of one with an error, code that throws. */
int machineCodeSize(struct sxMachine* machine, const char* source);
