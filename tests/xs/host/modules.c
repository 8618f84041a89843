#include "xsAll.h"
#include "xsScript.h"
#include "modules.h"

#define CAPACITY 64

static struct { char* name; char* path; } modules[CAPACITY];
static int count;

int moduleAdd(char* nameAndPath)
{
	char* separator = strchr(nameAndPath, '=');
	if (!separator || count == CAPACITY) return 0;
	*separator = 0;
	modules[count].name = nameAndPath;
	modules[count].path = separator + 1;
	count++;
	return 1;
}

int moduleCount(void)
{
	return count;
}

const char* moduleName(int index)
{
	return modules[index].name;
}

static int indexOf(const char* name)
{
	int index = 0;
	while (index < count && strcmp(modules[index].name, name)) index++;
	return index;
}

/* Without the flag that puts line numbers between the bytecodes: as xsc compiles for a release. */
static txScript* compiled(txMachine* the, txString path)
{
	txParser _parser;
	txParser* parser = &_parser;
	txParserJump jump;
	txScript* script = NULL;
	txString sourceMap = NULL;
	FILE* file = fopen(path, "r");
	fxInitializeParser(parser, the, the->parserBufferSize, the->parserTableModulo);
	parser->firstJump = &jump;
	if (c_setjmp(jump.jmp_buf) == 0) {
		mxParserThrowElse(file);
		parser->path = fxNewParserSymbol(parser, path);
		fxParserTree(parser, file, (txGetter)fgetc, 0, &sourceMap);
		fxParserHoist(parser);
		fxParserBind(parser);
		script = fxParserCode(parser);
	}
	if (file) fclose(file);
	fxTerminateParser(parser);
	return script;
}

/* In the place of the platform's (the linker's --wrap), which takes names for paths. */
txID __wrap_fxFindModule(txMachine* the, txSlot* realm, txID importer, txSlot* name)
{
	int index = indexOf(fxToString(the, name));
	/* Of the table's own copy, as making a name may move the string. */
	return index < count ? fxNewNameC(the, modules[index].name) : XS_NO_ID;
}

void __wrap_fxLoadModule(txMachine* the, txSlot* module, txID id)
{
	int index = indexOf(fxGetKeyName(the, id));
	txScript* script = index < count ? compiled(the, modules[index].path) : NULL;
	if (script) fxResolveModule(the, module, id, script, NULL, NULL);
}
