#include "counters.h"
#include "program.h"
#include <stdio.h>
#include <stdlib.h>

enum { MOST_ARGUMENTS = 64, NO_PROGRAM = 5 };

/* The engine's host, before whose main() this one stands (--wrap=main). */
int __real_main(int argumentCount, char* arguments[]);

int __wrap_main(void)
{
	static char* arguments[MOST_ARGUMENTS + 1] = { "xshost" };
	const char* complaint = findProgram();
	if (complaint) {
		fprintf(stderr, "%s\n", complaint);
		return NO_PROGRAM;
	}
	markStack();
	return __real_main(programArguments(arguments, MOST_ARGUMENTS), arguments);
}
