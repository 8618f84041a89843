/** The SDK's `resetReason` of a chip whose supply was switched on. */
export default (): object => ({ reason: 1, string: 'Power-On' });
