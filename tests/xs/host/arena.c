#include "arena.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* Address space; memory is what is written of it. */
#define CAPACITY ((size_t)256 * 1024 * 1024)
#define ALIGNMENT 16

static char* arena;
static size_t used;

void* arenaAllocate(size_t size)
{
	if (!arena) {
		void* memory = mmap(NULL, CAPACITY, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
		if (memory == MAP_FAILED) return NULL;
		arena = memory;
	}
	size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (size > CAPACITY - used) return NULL;
	void* memory = arena + used;
	used += size;
	return memory;
}

/* The engine looks before it writes; where it does not, flash would not be written, and nobody would know. */
static void tellWrite(int signal, siginfo_t* fault, void* context)
{
	static const char message[] = "what is preloaded was written\n";
	char* address = fault->si_addr;
	if (address >= arena && address < arena + CAPACITY && write(STDERR_FILENO, message, sizeof message - 1) > 0) _exit(ARENA_WRITTEN);
	_exit(128 + signal);
}

void arenaProtect(void)
{
	struct sigaction action = { .sa_sigaction = tellWrite, .sa_flags = SA_SIGINFO };
	sigaction(SIGSEGV, &action, NULL);
	if (mprotect(arena, CAPACITY, PROT_READ) == 0) return;
	perror("what is preloaded cannot be made read-only");
	exit(3);
}
