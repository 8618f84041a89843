/*
 * Modules by the names that others import them by, as a manifest gives them, and the files that they come from. What these import
 * by a path, relative to theirs or from the root, comes with them.
 */

struct sxMachine;

/* `NAME=PATH`; gives 0 where it is not, or where there are too many. */
int moduleAdd(char* nameAndPath);
int moduleCount(void);
const char* moduleName(int index);
