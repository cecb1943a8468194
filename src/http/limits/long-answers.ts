import type { OperationRecord } from '../request/request-scope.ts';

/** Up to here an answer is stringified, and its values counted, at once: some 1 ms. */
const LONG = 5_000;

/** True where an answer may have so many values that it is written in slices, and counted there. */
export const mayBeLong = (operation: OperationRecord | undefined): operation is OperationRecord =>
  operation?.price != null && operation.price.values > LONG && operation.kind !== 'subscription';
