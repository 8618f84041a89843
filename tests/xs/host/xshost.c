/*
 * xshost [options] [file...]
 *
 * An XS machine with nothing around it but what a test needs: it runs the files as programs, one after the other, and the
 * promise jobs after each. The globals are documented in globals.ts beside this file.
 *
 *   -chunk BYTES  -chunkinc BYTES    chunks: what is there from the start, and by how much it grows (0: never)
 *   -heap SLOTS   -heapinc SLOTS     slots, likewise
 *   -stack SLOTS
 *   -preload NAME=PATH               a module that is preloaded, by the name that others import it by; for each of them once. With
 *                                    these the machine is a device's: a clone of the one that has loaded them, and what it shares
 *                                    with that one is read-only. The options above are of the clone alone.
 *   -main NAME                       calls the default export of that module, as Moddable does, before it runs the files
 *   -aliases                         lists what of the preloaded takes RAM, and ends
 *
 * Exit status: 0; 1 for an exception or an unhandled rejection; 2 for wrong usage; 3 where no machine can be made; 4 where
 * preloaded memory was written, which the engine had not refused; 10 and more where the engine gave up, as with a full heap or
 * stack (XS_..._EXIT of xsAll.h is added to 10).
 */
#include "xsnap.h"
#include "exchange.h"
#include "machine.h"
#include "modules.h"
#include "preload.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define COMPUTRONS_BETWEEN_CHECKS 0x7fffffff

extern void modInstallTextDecoder(xsMachine* the);
extern void modInstallTextEncoder(xsMachine* the);
/* Of xsmc.h, whose macros would take the place of those of xsnap.h. */
extern xsIntegerValue _xsmcGetBuffer(xsMachine* the, xsSlot* slot, void** data, xsUnsignedValue* count, xsBooleanValue writable);

static void host_print(xsMachine* the)
{
	int count = xsToInteger(xsArgc);
	for (int index = 0; index < count; index++) printf("%s%s", index ? " " : "", xsToString(xsArg(index)));
	putchar('\n');
	fflush(stdout);
}

static void host_gc(xsMachine* the)
{
	xsCollectGarbage();
}

/* Nothing needs to be taken down: the process is the machine. */
static void end(int status)
{
	fflush(stdout);
	_Exit(status);
}

static void host_exit(xsMachine* the)
{
	end(xsToInteger(xsArg(0)));
}

static void host_markPeaks(xsMachine* the)
{
	machineMarkPeaks(the);
}

/* Where the bytes of a buffer or of a view of bytes are, as native drivers get at them; nothing may be allocated before they are used. */
static char* bytesOf(xsMachine* the, xsSlot* slot, xsUnsignedValue* length, xsBooleanValue writable)
{
	void* bytes;
	_xsmcGetBuffer(the, slot, &bytes, length, writable);
	return bytes;
}

static char* firstBytesOf(xsMachine* the, xsSlot* slot, xsIntegerValue count, xsBooleanValue writable)
{
	xsUnsignedValue length;
	char* bytes = bytesOf(the, slot, &length, writable);
	if (count < 0 || (xsUnsignedValue)count > length) xsRangeError("more bytes than the array has");
	return bytes;
}

/* Writes into the caller's own array, so that looking at the heap leaves it as it is. */
static void host_heap(xsMachine* the)
{
	double counters[COUNTER_COUNT];
	machineCounters(the, counters);
	xsResult = xsGet(xsArg(0), xsID("buffer"));
	memcpy(firstBytesOf(the, &xsResult, sizeof counters, 1), counters, sizeof counters);
	xsResult = xsUndefined;
}

static void host_limitStack(xsMachine* the)
{
	if (!machineLimitStack(the, xsToInteger(xsArg(0)))) xsRangeError("there is less stack than that");
}

static void host_copy(xsMachine* the)
{
	xsIntegerValue count = xsToInteger(xsArg(2));
	char* target = firstBytesOf(the, &xsArg(0), count, 1);
	memmove(target, firstBytesOf(the, &xsArg(1), count, 0), (size_t)count);
	xsResult = xsUndefined;
}

static void host_exchange(xsMachine* the)
{
	xsIntegerValue length = xsToInteger(xsArg(1));
	xsUnsignedValue capacity;
	char* frame = bytesOf(the, &xsArg(0), &capacity, 1);
	if (length < 0 || (xsUnsignedValue)length > capacity) xsRangeError("the frame is longer than its buffer");
	int received = exchangeFrames(frame, capacity, (size_t)length);
	if (received < 0) end(0);
	xsResult = xsInteger(received);
}

static void host_processorTime(xsMachine* the)
{
	struct timespec taken;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &taken);
	xsResult = xsNumber((double)taken.tv_sec + (double)taken.tv_nsec / 1e9);
}

/* An ArrayBuffer over memory that is not the machine's, as that of native drivers is. Lives as long as the process. */
static void host_memory(xsMachine* the)
{
	xsIntegerValue length = xsToInteger(xsArg(0));
	void* memory = length > 0 ? calloc(1, (size_t)length) : NULL;
	if (!memory) xsRangeError("there is no such memory");
	xsResult = xsNewHostObject(NULL);
	xsSetHostBuffer(xsResult, memory, length);
}

static void host_codeSize(xsMachine* the)
{
	xsResult = xsInteger(machineCodeSize(the, xsToString(xsArg(0))));
}

static void host_preloaded(xsMachine* the)
{
	xsResult = xsAwaitImport(xsToString(xsArg(0)), XS_IMPORT_NAMESPACE);
}

static void define(xsMachine* the, const char* name, xsCallback callback, int length)
{
	xsResult = xsNewHostFunction(callback, length);
	xsDefine(xsGlobal, xsID(name), xsResult, xsDontEnum);
}

static void defineGlobals(xsMachine* machine)
{
	xsBeginHost(machine);
	define(the, "print", host_print, 1);
	define(the, "gc", host_gc, 0);
	define(the, "exit", host_exit, 1);
	define(the, "heap", host_heap, 1);
	define(the, "markPeaks", host_markPeaks, 0);
	define(the, "limitStack", host_limitStack, 1);
	define(the, "copy", host_copy, 3);
	define(the, "exchange", host_exchange, 2);
	define(the, "processorTime", host_processorTime, 0);
	define(the, "memory", host_memory, 1);
	define(the, "codeSize", host_codeSize, 1);
	define(the, "preloaded", host_preloaded, 1);
	modInstallTextDecoder(the);
	modInstallTextEncoder(the);
	xsEndHost(machine);
}

/* What a machine is to do in one run; may throw. */
typedef void (*Action)(xsMachine* the, const char* argument);

static void runProgram(xsMachine* the, const char* path)
{
	xsRunProgramFile((char*)path);
}

static void loadModule(xsMachine* the, const char* name)
{
	xsAwaitImport(name, XS_IMPORT_NAMESPACE);
}

static void callMain(xsMachine* the, const char* name)
{
	xsResult = xsAwaitImport(name, XS_IMPORT_DEFAULT);
	xsCallFunction0(xsResult, xsUndefined);
}

typedef struct {
	Action action;
	const char* argument;
} Task;

static int succeeds(xsMachine* machine, Task task)
{
	int failed = 0;
	xsBeginHost(machine);
	xsTry {
		task.action(the, task.argument);
		xsRunLoop(machine);
	}
	xsCatch {
		fprintf(stderr, "%s: %s\n", task.argument, xsToString(xsException));
		failed = 1;
	}
	xsEndHost(machine);
	return !failed && machineUnhandledRejections() == 0;
}

static xsBooleanValue neverTooMuch(xsMachine* the, xsUnsignedValue computrons)
{
	return 1;
}

/* One after the other, as long as they succeed. Gives the exit status. */
static int perform(xsMachine* machine, const Task* tasks, int count)
{
	int status = 0;
	/* Without metering there are no computrons; and where the engine gives up, it goes on behind xsEndMetering. */
	xsBeginMetering(machine, neverTooMuch, COMPUTRONS_BETWEEN_CHECKS);
	{
		for (int index = 0; index < count && !status; index++) status = !succeeds(machine, tasks[index]);
	}
	xsEndMetering(machine);
	if (machineAbortStatus(machine)) {
		fprintf(stderr, "the engine gave up: %s\n", machineAbortReason(machine));
		status = 10 + machineAbortStatus(machine);
	}
	return status;
}

static xsMachine* newMachine(const xsCreation* creation)
{
	xsMachine* machine = xsCreateMachine((xsCreation*)creation, "xshost", NULL);
	if (!machine) end(3);
	defineGlobals(machine);
	return machine;
}

/* The machine of a device on which all modules are preloaded. */
static xsMachine* newDevice(const xsCreation* growing, xsCreation* creation, int isListing)
{
	Task tasks[moduleCount()];
	for (int index = 0; index < moduleCount(); index++) tasks[index] = (Task){ loadModule, moduleName(index) };
	preloadBegin();
	xsMachine* shared = newMachine(growing);
	int status = perform(shared, tasks, moduleCount());
	if (status) end(status);
	preloadEnd(shared);
	if (isListing) {
		preloadListAliases(shared);
		end(0);
	}
	xsMachine* clone = xsCloneMachine(creation, shared, "device", NULL);
	if (!clone) end(3);
	return clone;
}

int main(int argc, char* argv[])
{
	const xsCreation growing = {
		.initialChunkSize = 1024 * 1024, .incrementalChunkSize = 256 * 1024,
		.initialHeapCount = 32 * 1024, .incrementalHeapCount = 8 * 1024,
		.stackCount = 4096,
		.initialKeyCount = 4000, .incrementalKeyCount = 1000,
		.nameModulo = 127, .symbolModulo = 127,
		.parserBufferSize = 1024 * 1024, .parserTableModulo = 1993,
	};
	xsCreation creation = growing;
	const struct { const char* name; xsIntegerValue* value; } options[] = {
		{ "-chunk", &creation.initialChunkSize }, { "-chunkinc", &creation.incrementalChunkSize },
		{ "-heap", &creation.initialHeapCount }, { "-heapinc", &creation.incrementalHeapCount },
		{ "-stack", &creation.stackCount },
	};
	const size_t optionCount = sizeof options / sizeof *options;
	Task tasks[argc];
	int taskCount = 0;
	int isListing = 0;
	for (int index = 1; index < argc; index++) {
		const char* option = argv[index];
		if (option[0] != '-') {
			tasks[taskCount++] = (Task){ runProgram, option };
			continue;
		}
		if (!strcmp(option, "-aliases")) {
			isListing = 1;
			continue;
		}
		if (++index == argc) return 2;
		if (!strcmp(option, "-preload")) {
			if (!moduleAdd(argv[index])) return 2;
		}
		else if (!strcmp(option, "-main")) {
			tasks[taskCount++] = (Task){ callMain, argv[index] };
		}
		else {
			size_t known = 0;
			while (known < optionCount && strcmp(option, options[known].name)) known++;
			if (known == optionCount) return 2;
			*options[known].value = atoi(argv[index]);
		}
	}
	if (taskCount == 0 && !isListing) return 2;

	xsInitializeSharedCluster();
	xsMachine* machine = moduleCount() > 0 ? newDevice(&growing, &creation, isListing) : newMachine(&creation);
	machineBegin(machine);
	end(perform(machine, tasks, taskCount));
}
