import { useEffect, useState } from 'react';

/** A value once it has stood still for a moment. */
export function useSettled<Value>(value: Value, afterMs = 80): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(value), afterMs);
    return () => window.clearTimeout(timer);
  }, [value, afterMs]);
  return settled;
}
