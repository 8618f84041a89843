#include "board.h"

/* qemu-system-riscv32 -machine virt: a hart, a 16550 behind an interrupt controller, NOR flash, and nothing else that is used. */

static volatile uint8_t* const UART = (volatile uint8_t*)0x10000000;
enum { DATA = 0, INTERRUPT_ENABLE = 1, FIFO_CONTROL = 2, LINE_STATUS = 5 };
enum { ON_DATA = 0x01, WITH_FIFO = 0x01, HAS_DATA = 0x01, IS_EMPTY = 0x20, FIFO = 16 };

/* The platform-level interrupt controller, for hart 0 in machine mode. */
static volatile uint32_t* const UART_PRIORITY = (volatile uint32_t*)0x0c000028;
static volatile uint32_t* const ENABLED = (volatile uint32_t*)0x0c002000;
static volatile uint32_t* const CLAIM = (volatile uint32_t*)0x0c200004;
enum { UART_SOURCE = 10, MACHINE_EXTERNAL = 1 << 11 };

/* The second of the machine's two; the first would take the place of the reset vector. */
static const uint8_t* const FLASH = (const uint8_t*)0x22000000;

extern char __stack[], __stack_size[];

#define CSR(text) ".option push; .option arch, +zicsr; " text "; .option pop"

uint64_t boardInstructions(void)
{
	uint32_t high, low, again;
	do {
		__asm__ volatile(CSR("csrr %0, instreth; csrr %1, instret; csrr %2, instreth") : "=r"(high), "=r"(low), "=r"(again));
	} while (high != again);
	return (uint64_t)high << 32 | low;
}

void uartPut(const uint8_t* bytes, size_t count)
{
	UART[FIFO_CONTROL] = WITH_FIFO;
	for (size_t index = 0; index < count; index++) {
		if (index % FIFO == 0) while (!(UART[LINE_STATUS] & IS_EMPTY)) {}
		UART[DATA] = bytes[index];
	}
}

/* Sleeps until the UART has something, as a loop around its status would keep the emulator's host busy. Interrupts stay off:
 * one that is pending ends the sleep all the same. */
static void sleepUntilData(void)
{
	*UART_PRIORITY = 1;
	*ENABLED = 1 << UART_SOURCE;
	UART[INTERRUPT_ENABLE] = ON_DATA;
	__asm__ volatile(CSR("csrs mie, %0") :: "r"(MACHINE_EXTERNAL));
	while (!(UART[LINE_STATUS] & HAS_DATA)) {
		__asm__ volatile("wfi");
		*CLAIM = *CLAIM;
	}
}

uint8_t uartGet(void)
{
	if (!(UART[LINE_STATUS] & HAS_DATA)) sleepUntilData();
	return UART[DATA];
}

const uint8_t* boardFlash(void)
{
	return FLASH;
}

char* boardStackStart(void)
{
	return __stack;
}

char* boardStackEnd(void)
{
	return __stack - (uintptr_t)__stack_size;
}
