function Digital(): never {
  throw new Error('this board has no power key');
}

/** `embedded:io/digital`, for a board that switches the module on by itself: nobody may open a pin. */
export default Object.assign(Digital, { Output: 8, OutputOpenDrain: 9 });
