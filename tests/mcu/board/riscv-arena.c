#include "arena.h"
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/*
 * What is preloaded lies in flash on a device. Here it is a region of RAM of its own, between the engine's code and the device's
 * RAM (riscv-virt.ld), which one locked entry of the physical memory protection makes read-only: in machine mode too, until reset.
 */
#define ALIGNMENT 16

extern char __preloaded[], __preloaded_size[];

static size_t used;

void* arenaAllocate(size_t size)
{
	size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (size > (size_t)__preloaded_size - used) return NULL;
	void* memory = __preloaded + used;
	used += size;
	return memory;
}

#define CSR(text) ".option push; .option arch, +zicsr; " text "; .option pop"
enum { STORE_FAULT = 7 };
/* A region of a power of two; an entry that is locked, and lets read. */
enum { NATURALLY_ALIGNED = 3 << 3, LOCKED = 1 << 7, READABLE = 1 << 0 };

__attribute__((aligned(4), noreturn)) static void tellFault(void)
{
	uint32_t cause, address;
	__asm__ volatile(CSR("csrr %0, mcause; csrr %1, mtval") : "=r"(cause), "=r"(address));
	if (cause == STORE_FAULT && address - (uint32_t)__preloaded < (uint32_t)__preloaded_size) {
		fputs("what is preloaded was written\n", stderr);
		_exit(ARENA_WRITTEN);
	}
	fprintf(stderr, "the core has stopped: cause %lu at address %lx\n", (unsigned long)cause, (unsigned long)address);
	_exit(128 + (int)cause);
}

void arenaProtect(void)
{
	uint32_t region = (uint32_t)__preloaded >> 2 | ((uint32_t)__preloaded_size / 8 - 1);
	uint32_t entry = LOCKED | NATURALLY_ALIGNED | READABLE;
	__asm__ volatile(CSR("csrw mtvec, %0; csrw pmpaddr0, %1; csrw pmpcfg0, %2") :: "r"(tellFault), "r"(region), "r"(entry));
}
