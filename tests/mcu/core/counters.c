#include "xsAll.h"
#include "board.h"
#include "counters.h"
#include "machine.h"

#define UNTOUCHED 0xA5
/* What is below the stack pointer is free but for what an interrupt would put there; none is taken. */
#define MARGIN 128

static uint64_t leftOut;
static uint64_t collecting;
static unsigned collections;

uint64_t instructionsSpent(void)
{
	return boardInstructions() - leftOut;
}

uint64_t instructionsCollecting(void)
{
	return collecting;
}

void leaveOutSince(uint64_t start)
{
	leftOut += boardInstructions() - start;
}

/* So far is looked at: twice what the loop's task has on an ESP32. */
enum { WATCHED = 16 * 1024 };

void markStack(void)
{
	char* top = (char*)__builtin_frame_address(0) - MARGIN;
	for (char* byte = boardStackStart() - WATCHED; byte < top; byte++) *byte = (char)UNTOUCHED;
}

size_t stackPeak(void)
{
	/* Most of it is untouched, and is passed a word at a time: this runs at each measurement. */
	char* end = boardStackStart();
	char* byte = end - WATCHED;
	while (byte < end && *(uint32_t*)byte == UNTOUCHED * 0x01010101u) byte += sizeof(uint32_t);
	while (byte < end && *byte == (char)UNTOUCHED) byte++;
	return (size_t)(end - byte);
}

void countedCollect(txMachine* the, txFlag flag)
{
	uint64_t start = instructionsSpent();
	engineCollect(the, flag);
	collecting += instructionsSpent() - start;
	collections++;
}

/* The linker's --wrap brings the calls of these here. */

void __real_machineMarkPeaks(txMachine* the);

/* From here on the stacks count, C's as the engine's: compiling a program takes much of both, and no device does that. */
void __wrap_machineMarkPeaks(txMachine* the)
{
	__real_machineMarkPeaks(the);
	markStack();
}

void __real_machineCounters(txMachine* the, double counters[COUNTER_COUNT]);

/*
 * In an engine without metering the place of the computrons is taken by instructions, so that whatever measures computrons
 * measures instructions instead, and that of the peak of XS's stack by that of C's, in bytes. machine.c counts no collections then.
 */
void __wrap_machineCounters(txMachine* the, double counters[COUNTER_COUNT])
{
#ifdef mxMetering
	__real_machineCounters(the, counters);
#else
	uint64_t start = boardInstructions();
	txSlot* bottom = the->stackBottom;
	the->stackBottom = the->stack;
	__real_machineCounters(the, counters);
	the->stackBottom = bottom;
	counters[2] = collections;
	counters[8] = (double)stackPeak();
	counters[3] = (double)(start - leftOut);
	leaveOutSince(start);
#endif
}
