/*
 * Preloading, as the linker of Moddable does it for a device: modules are loaded in a first machine, what can be frozen is frozen,
 * and all of it becomes read-only memory that the device's own machine shares. That machine is a clone, and what it holds of its
 * own is RAM.
 */

struct sxMachine;

/* The machine that is made next lies in the arena. */
void preloadBegin(void);
/* Nothing more is loaded: freezes, shares and protects the machine. */
void preloadEnd(struct sxMachine* machine);
/* Tells on standard output what of the shared machine a clone would have to copy before writing it, a line each: kind and names. */
void preloadListAliases(struct sxMachine* machine);
