#include "xsAll.h"
#include "xsScript.h"
#include "arena.h"
#include "board.h"
#include "program.h"

/* The engine asks before it calls, not before everything that a function of C puts there. */
#define STACK_MARGIN 1024

/* What an engine on a microcontroller gets from below: memory, an end, promise jobs, and programs to run. */

void* fxAllocateChunks(txMachine* the, txSize size)
{
	return arenaAllocate((size_t)size);
}

void fxFreeChunks(txMachine* the, void* chunks)
{
}

txSlot* fxAllocateSlots(txMachine* the, txSize count)
{
	return arenaAllocate((size_t)count * sizeof(txSlot));
}

void fxFreeSlots(txMachine* the, void* slots)
{
}

char* fxCStackLimit(void)
{
	return boardStackEnd() + STACK_MARGIN;
}

void fxAbort(txMachine* the, int status)
{
	if (status == XS_UNHANDLED_EXCEPTION_EXIT || status == XS_UNHANDLED_REJECTION_EXIT)
		fprintf(stderr, "unhandled: %s\n", fxToString(the, &mxException));
	the->abortStatus = status;
	fxExitToHost(the);
}

void fxQueuePromiseJobs(txMachine* the)
{
	the->promiseJobs = 1;
}

void fxRunLoop(txMachine* the)
{
	do {
		while (the->promiseJobs) {
			the->promiseJobs = 0;
			fxRunPromiseJobs(the);
		}
		fxEndJob(the);
	} while (the->promiseJobs);
	fxCheckUnhandledRejections(the, 1);
}

/* Names of modules are names of the program's files. */
txID fxFindModule(txMachine* the, txSlot* realm, txID moduleID, txSlot* slot)
{
	return fxNewNameC(the, fxToString(the, slot));
}

/* Without line numbers, as xsc compiles for a release. */
#define SCRIPT_FLAGS 0

static txScript* loadScript(txMachine* the, txString path, txUnsigned flags)
{
	const char* text = programFile(path);
	txStringCStream stream = { .buffer = (txString)text, .offset = 0, .size = text ? (txSize)c_strlen(text) : 0 };
	txParser _parser;
	txParser* parser = &_parser;
	txParserJump jump;
	txScript* script = NULL;
	txString name = NULL;
	fxInitializeParser(parser, the, the->parserBufferSize, the->parserTableModulo);
	parser->firstJump = &jump;
	if (c_setjmp(jump.jmp_buf) == 0) {
		mxParserThrowElse(text);
		parser->path = fxNewParserSymbol(parser, path);
		fxParserTree(parser, &stream, fxStringCGetter, flags | SCRIPT_FLAGS, &name);
		fxParserHoist(parser);
		fxParserBind(parser);
		script = fxParserCode(parser);
	}
	fxTerminateParser(parser);
	return script;
}

void fxLoadModule(txMachine* the, txSlot* module, txID moduleID)
{
	char path[C_PATH_MAX];
	c_strncpy(path, fxGetKeyName(the, moduleID), C_PATH_MAX - 1);
	path[C_PATH_MAX - 1] = 0;
	txScript* script = loadScript(the, path, 0);
	if (script) fxResolveModule(the, module, moduleID, script, C_NULL, C_NULL);
}

static void rejectModule(txMachine* the)
{
	fprintf(stderr, "%s\n", fxToString(the, mxArgv(0)));
	exit(1);
}

static void fulfillModule(txMachine* the)
{
}

static void runModule(txMachine* the, txString path)
{
	txSlot* realm = mxProgram.value.reference->next->value.module.realm;
	mxPushStringC(path);
	fxRunImport(the, realm, XS_NO_ID);
	mxDub();
	fxGetID(the, mxID(_then));
	mxCall();
	fxNewHostFunction(the, fulfillModule, 1, XS_NO_ID, XS_NO_ID);
	fxNewHostFunction(the, rejectModule, 1, XS_NO_ID, XS_NO_ID);
	mxRunCount(2);
	mxPop();
}

static void runProgram(txMachine* the, txString path)
{
	txSlot* realm = mxProgram.value.reference->next->value.module.realm;
	txScript* script = loadScript(the, path, mxProgramFlag);
	mxModuleInstanceInternal(mxProgram.value.reference)->value.module.id = fxID(the, path);
	fxRunScript(the, script, mxRealmGlobal(realm), C_NULL, mxRealmClosures(realm)->value.reference, C_NULL, mxProgram.value.reference);
	mxPullSlot(mxResult);
}

/* What ends in .mjs is a module, as all code on a device is: its names are closures and not looked up each time. */
void fxRunProgramFile(txMachine* the, txString path)
{
	txString extension = c_strrchr(path, '.');
	if (extension && !c_strcmp(extension, ".mjs")) runModule(the, path);
	else runProgram(the, path);
}
