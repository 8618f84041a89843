#include "xsAll.h"
#include "machine.h"

#define UNTOUCHED 0xA5

static unsigned collections;
static int unhandledRejections;
/* What the test's own frames take of the stack: no device has them. */
static int foreignStack;
/* What a machine has on its stack from the start, on a device too. */
static int initialStack;

/* fxCollect() ends with fxCheckProfiler(the, NULL) where mxProfile is on; the linker's --wrap brings that call here. */
void __wrap_fxCheckProfiler(txMachine* the, txSlot* frame)
{
	if (!frame) collections++;
}

void __real_fxAbort(txMachine* the, int status);

/* The platform only tells console.error of an unhandled rejection, and a machine for tests has no console. */
void __wrap_fxAbort(txMachine* the, int status)
{
	if (status != XS_UNHANDLED_REJECTION_EXIT) {
		__real_fxAbort(the, status);
		return;
	}
	unhandledRejections++;
	fprintf(stderr, "unhandled rejection: %s\n", fxToString(the, &mxException));
	mxException = mxUndefined;
}

/*
 * A device's functions have neither name nor length: where a manifest has "strip": "*", as the SDK's base manifest has, xsl puts
 * null in the place of these two (xslStrip.c).
 */
txSlot* __wrap_fxNewFunctionLength(txMachine* the, txSlot* instance, txNumber length)
{
	return NULL;
}

txSlot* __wrap_fxNewFunctionName(txMachine* the, txSlot* instance, txID id, txIndex index, txID former, txString prefix)
{
	return NULL;
}

static int isUntouched(const txSlot* slot)
{
	const unsigned char* bytes = (const unsigned char*)slot;
	for (size_t index = 0; index < sizeof(txSlot); index++) if (bytes[index] != UNTOUCHED) return 0;
	return 1;
}

/*
 * The stack has come down to the end of the longest stretch that nobody has touched: below that, from the bottom upwards, the
 * engine has room for numbers that become text and for regular expressions.
 */
static int stackPeak(txMachine* the)
{
	txSlot* lowest = the->stackBottom;
	long longest = 0;
	for (txSlot* slot = the->stackBottom; slot < the->stack; slot++) {
		txSlot* first = slot;
		while (slot < the->stack && isUntouched(slot)) slot++;
		if (slot - first <= longest) continue;
		longest = slot - first;
		lowest = slot;
	}
	return (int)(the->stackTop - lowest) - foreignStack;
}

/* The engine only compares with the->stackBottom while it runs; it would free what begins there, but this machine is never deleted. */
int machineLimitStack(txMachine* the, int slots)
{
	int taken = (int)(the->stackTop - the->stack);
	if (slots < initialStack || the->stack - the->stackBottom < slots - initialStack) return 0;
	foreignStack = taken - initialStack;
	the->stackBottom = the->stack - (slots - initialStack);
	return 1;
}

void machineBegin(txMachine* the)
{
	initialStack = (int)(the->stackTop - the->stack);
	machineMarkPeaks(the);
}

/* The collector looks at nothing below the->stack. */
void machineMarkPeaks(txMachine* the)
{
	the->peakHeapCount = the->currentHeapCount;
	the->peakChunksSize = the->currentChunksSize;
	memset(the->stackBottom, UNTOUCHED, (char*)the->stack - (char*)the->stackBottom);
}

/* What is preloaded and could be written: each takes 4 bytes of RAM, in a table that begins at 1. */
static int aliasRoom(txMachine* the)
{
	return the->aliasCount > 0 ? the->aliasCount - 1 : 0;
}

/* What of that has been written, and so copied to RAM. */
static int aliasesMade(txMachine* the)
{
	int made = 0;
	for (txID alias = 0; alias < the->aliasCount; alias++) made += the->aliasArray[alias] != NULL;
	return made;
}

void machineCounters(txMachine* the, double* counters)
{
	counters[0] = the->currentHeapCount;
	counters[1] = the->currentChunksSize;
	counters[2] = collections;
	counters[3] = the->meterIndex;
	counters[4] = the->peakHeapCount;
	counters[5] = the->peakChunksSize;
	counters[6] = the->maximumHeapCount;
	counters[7] = the->maximumChunksSize;
	counters[8] = stackPeak(the);
	counters[9] = the->stackTop - the->stackBottom - foreignStack;
	counters[10] = sizeof(txSlot);
	counters[11] = aliasRoom(the);
	counters[12] = aliasesMade(the);
}

int machineAbortStatus(txMachine* the)
{
	return the->abortStatus;
}

const char* machineAbortReason(txMachine* the)
{
	switch (the->abortStatus) {
	case XS_NOT_ENOUGH_MEMORY_EXIT: return "memory full";
	case XS_STACK_OVERFLOW_EXIT: return "stack overflow";
	case XS_NO_MORE_KEYS_EXIT: return "not enough keys";
	default: return "see its status";
	}
}

int machineUnhandledRejections(void)
{
	return unhandledRejections;
}

int machineCodeSize(txMachine* the, const char* source)
{
	txStringCStream stream = { .buffer = (txString)source, .offset = 0, .size = (txSize)strlen(source) };
	txScript* script = fxParseScript(the, &stream, fxStringCGetter, 0);
	if (!script) return 0;
	int size = script->codeSize;
	fxDeleteScript(script);
	return size;
}
