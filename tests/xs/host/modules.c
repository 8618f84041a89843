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

static int withName(const char* name)
{
	int index = 0;
	while (index < count && strcmp(modules[index].name, name)) index++;
	return index;
}

static int withPath(const char* path)
{
	int index = 0;
	while (index < count && strcmp(modules[index].path, path)) index++;
	return index;
}

/* What has no name of its own has its path for a name. */
static const char* pathOf(const char* name)
{
	int index = withName(name);
	return index < count ? modules[index].path : name;
}

/* Where `./…` and `../…` lead to from a file; gives 0 where that is too long. */
static int resolve(const char* from, const char* specifier, char* path)
{
	if (strlen(from) + strlen(specifier) >= C_PATH_MAX) return 0;
	strcpy(path, from);
	char* end = strrchr(path, '/');
	while (end && specifier[0] == '.') {
		if (specifier[1] == '.') {
			*end = 0;
			end = strrchr(path, '/');
		}
		specifier = strchr(specifier, '/') + 1;
	}
	if (!end) return 0;
	strcpy(end + 1, specifier);
	return 1;
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

/*
 * In the place of the platform's (the linker's --wrap), which takes every name for a path. The name that is given back is a copy of
 * the table's or of the path, as making one may move the string.
 */
txID __wrap_fxFindModule(txMachine* the, txSlot* realm, txID importer, txSlot* slot)
{
	char path[C_PATH_MAX];
	txString name = fxToString(the, slot);
	int index = withName(name);
	if (index == count) {
		if (name[0] == '/' && strlen(name) < sizeof path) strcpy(path, name);
		else if (name[0] != '.' || importer == XS_NO_ID || !resolve(pathOf(fxGetKeyName(the, importer)), name, path)) return XS_NO_ID;
		index = withPath(path);
	}
	return fxNewNameC(the, index < count ? modules[index].name : path);
}

void __wrap_fxLoadModule(txMachine* the, txSlot* module, txID id)
{
	char path[C_PATH_MAX];
	strcpy(path, pathOf(fxGetKeyName(the, id)));
	txScript* script = compiled(the, path);
	if (script) fxResolveModule(the, module, id, script, NULL, NULL);
}
