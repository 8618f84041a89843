import Timer from 'timer';

/**
 * Restarts the host, soon after it has returned: the last rung of the ladder of recovery. Flash is as it was, RAM is not.
 *
 * The way is an exception that nobody catches, because it is the only one that all hosts of the SDK have in common (by its
 * source, June 2026): a timer's callback runs between `xsBeginHost` and `xsEndHost` (modules/base/timer/modTimer.c), which hands
 * over to `fxAbort` what comes out of it (xs/includes/xs.h), and that ends in `c_exit`, which is `esp_restart()` on the ESP32,
 * `sys_reboot()` on Zephyr, `pico_reboot()` on the Pico, `nrf52_reset()` on the nRF52 (xs/platforms, xsHost.h). On Linux the
 * process ends. A debugger that is connected stops at the exception first. `System.restart()` of modules/io/system does
 * nothing on the nRF52, stops for ever on Zephyr, and brings a network stack along.
 */
export function restartHost(): void {
  // Not from here: whoever calls may guard itself against exceptions.
  Timer.set(() => {
    throw new Error('the module does not come back: the host restarts');
  });
}
