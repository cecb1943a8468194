import { Lexer, Source, TokenKind } from 'graphql';
import type { Limits } from '../../domain/limits.ts';
import { LimitExceededError } from '../../errors.ts';
import { requireText } from './bounded-texts.ts';

type DocumentLimits = Pick<Limits, 'tokens' | 'depth' | 'nesting' | 'text'>;

/**
 * Walks through the words of a document before it is parsed: the parser, and most of what looks at its result, calls itself for every level, and
 * keeps comments without counting them.
 * @throws LimitExceededError; GraphQLError where the text holds what is no word
 */
export function requireDocument(text: string, limits: DocumentLimits): void {
  const { tokens, depth, nesting } = limits;
  const lexer = new Lexer(new Source(text));
  let counted = 0;
  let parentheses = 0;
  let fields = 0;
  let values = 0;
  for (;;) {
    const token = lexer.advance();
    for (let skipped = token.prev; skipped !== null && skipped !== lexer.lastToken; skipped = skipped.prev) counted += 1;
    if (token.kind !== TokenKind.EOF) counted += 1;
    if (counted > tokens) throw new LimitExceededError('tokens', tokens, null);
    if (token.kind === TokenKind.EOF) return;
    if (token.value !== undefined) requireText(token.value, limits);
    switch (token.kind) {
      case TokenKind.PAREN_L:
        parentheses += 1;
        break;
      case TokenKind.PAREN_R:
        parentheses -= 1;
        values = 0;
        break;
      case TokenKind.BRACKET_L:
      case TokenKind.BRACE_L:
        if (parentheses > 0) values += 1;
        else fields += 1;
        break;
      case TokenKind.BRACKET_R:
      case TokenKind.BRACE_R:
        if (parentheses > 0) values -= 1;
        else fields -= 1;
        break;
    }
    if (values > nesting) throw new LimitExceededError('nesting', nesting, null);
    // Fragments without a field of their own are levels too.
    if (fields > depth + nesting) throw new LimitExceededError('depth', depth, null);
  }
}
