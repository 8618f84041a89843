#include <stddef.h>

/*
 * The program in flash: files, and the arguments with which the host of the engine is started. Its layout is that of
 * tests/mcu/flash/program-image.ts.
 */

/* Finds the program that the boot record names. NULL, or why there is none. */
const char* findProgram(void);
/* Its arguments, which the host may write, the first of them at 1; gives their count as of main(). */
int programArguments(char* arguments[], int capacity);
