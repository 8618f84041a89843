/** The SDK's `timer`, by the desktop's own: what a program uses to wait, but for `schedule`. */
export default {
  set: (callback: () => void, delay = 0): NodeJS.Timeout => setTimeout(callback, delay),
  repeat: (callback: () => void, interval: number): NodeJS.Timeout => setInterval(callback, interval),
  clear: (timer: NodeJS.Timeout | undefined): void => clearTimeout(timer),
};
