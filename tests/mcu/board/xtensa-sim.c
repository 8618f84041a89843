#include "board.h"
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

/*
 * qemu-system-xtensa -machine sim -cpu lx106: the core of an ESP8266 (the Xtensa that Debian has a compiler for) in a machine that
 * has RAM and the simulator's calls. It has no UART: the wire is not there, and what is printed goes through the simulator.
 */

enum { EXIT = 1, READ = 3, WRITE = 4, OPEN = 5, CLOSE = 6, LSEEK = 19, ARGC = 1000, ARGV_SIZE = 1001, ARGV = 1002 };

static int simulatorCall(int number, int first, int second, int third)
{
	register int a2 __asm__("a2") = number;
	register int a3 __asm__("a3") = first;
	register int a4 __asm__("a4") = second;
	register int a5 __asm__("a5") = third;
	__asm__ volatile("simcall" : "+r"(a2), "+r"(a3) : "r"(a4), "r"(a5) : "memory");
	return a2;
}

/* The cycle counter goes on with virtual time, at the rate that the emulator gives the core: 32 bits, which wrap. */
uint64_t boardInstructions(void)
{
	static uint32_t last;
	static uint64_t high;
	uint32_t now;
	__asm__ volatile("rsr %0, ccount" : "=r"(now));
	if (now < last) high += (uint64_t)1 << 32;
	last = now;
	return (high | now) * (1000000 / CLOCK_KILOHERTZ);
}

void uartPut(const uint8_t* bytes, size_t count)
{
}

uint8_t uartGet(void)
{
	_exit(4);
}

extern char __stack[], __stack_bottom[], __heap_start[], __bss_start[], __bss_end[];

/* The loader puts it there, behind the program's memory (xtensa-sim.ld). */
const uint8_t* boardFlash(void)
{
	return (const uint8_t*)0x64000000;
}

char* boardStackStart(void)
{
	return __stack;
}

char* boardStackEnd(void)
{
	return __stack_bottom;
}

void* sbrk(ptrdiff_t size)
{
	static char* end = __heap_start;
	char* start = end;
	if (end + size > __stack_bottom) { errno = ENOMEM; return (void*)-1; }
	end += size;
	return start;
}

int open(const char* path, int flags, ...) { return simulatorCall(OPEN, (int)path, 0, 0); }
int close(int file) { return simulatorCall(CLOSE, file, 0, 0); }
ssize_t read(int file, void* bytes, size_t count) { return simulatorCall(READ, file, (int)bytes, (int)count); }
ssize_t write(int file, const void* bytes, size_t count) { return simulatorCall(WRITE, file, (int)bytes, (int)count); }
off_t lseek(int file, off_t offset, int whence) { return simulatorCall(LSEEK, file, (int)offset, whence); }
int gettimeofday(struct timeval* time, void* zone) { uint64_t ns = boardInstructions(); time->tv_sec = ns / 1000000000; time->tv_usec = ns % 1000000000 / 1000; return 0; }

void _exit(int status)
{
	for (;;) simulatorCall(EXIT, status, 0, 0);
}

static int putOut(char character, FILE* file)
{
	return write(file == stderr ? 2 : 1, &character, 1) == 1 ? (unsigned char)character : EOF;
}

static FILE out = FDEV_SETUP_STREAM(putOut, NULL, NULL, _FDEV_SETUP_WRITE);
static FILE err = FDEV_SETUP_STREAM(putOut, NULL, NULL, _FDEV_SETUP_WRITE);
FILE* const stdin = NULL;
FILE* const stdout = &out;
FILE* const stderr = &err;

extern int main(int argc, char* argv[]);

void boardStart(void)
{
	static char* arguments[512];
	for (char* byte = __bss_start; byte < __bss_end; byte++) *byte = 0;
	simulatorCall(ARGV, (int)arguments, 0, 0);
	_exit(main(simulatorCall(ARGC, 0, 0, 0), arguments));
}

/* The core begins at its reset vector, and is led from there to the start of RAM. */
__asm__(
	".section .reset, \"ax\"\n movi a0, 0x300\n slli a0, a0, 21\n jx a0\n"
	".section .boot, \"ax\"\n j _start\n"
	".section .init, \"ax\"\n.literal_position\n.global _start\n_start:\n movi a2, 0x20\n wsr a2, ps\n rsync\n movi a1, __stack\n movi a0, boardStart\n callx0 a0\n");
