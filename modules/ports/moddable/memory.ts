import Instrumentation from 'instrumentation';

/** Bytes that the host has left besides the JavaScript heap. The SDK counts them in a program that is built by `mcconfig -i`. */
export default function memory(): number | undefined {
  const index = Instrumentation.map('System Free Memory');
  return index === undefined ? undefined : Instrumentation.get(index);
}
