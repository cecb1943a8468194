import { useWrite } from '../api/use-write.ts';
import { ChangeSenderDocument } from '../generated/operations.ts';

/** changeSender, after which the sender is read again. */
export const useChange = (onChanged: () => void) => useWrite(ChangeSenderDocument, ({ changeSender }) => changeSender, onChanged);
