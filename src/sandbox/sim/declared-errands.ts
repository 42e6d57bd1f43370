import type { ExportDeclared } from '../world/export/plan-exports.ts';
import type { DeclaredMove } from '../world/export/story.ts';
import type { Party } from '../world/parties.ts';
import { declarationBytes } from '../world/render.ts';
import type { ErrandSaid, Numbered } from './errand.ts';

/** A customs declaration that is made, or a move of one, as the simulator has it done. */
export type DeclaredErrand = {
  readonly of: ExportDeclared;
  /** Null of the declaration itself. */
  readonly move: DeclaredMove | null;
  readonly sender: Party;
  readonly isRefused: boolean;
  /** What it names; null of the declaration itself. */
  readonly names: Numbered | null;
  readonly says: (number: string) => ErrandSaid;
};

/** Each declaration with its moves behind it. */
export function declaredErrands(declarations: readonly ExportDeclared[]): DeclaredErrand[] {
  return declarations.flatMap((of) => [declaring(of), ...of.declaration.moves.map(moving(of))]);
}

function declaring(of: ExportDeclared): DeclaredErrand {
  const { declaration } = of;
  const said = declarationBytes(declaration);
  return {
    ...{ of, move: null, sender: declaration.sender, names: null },
    isRefused: declaration.status === 'refused',
    says: () => ({ kind: 'declare', said }),
  };
}

const moving =
  (of: ExportDeclared) =>
  (move: DeclaredMove): DeclaredErrand => {
    const { sender, body } = of.declaration;
    const [what, kind] =
      move.does === 'pay' ? (['duty', 'pay'] as const) : (['declared', 'withdraw'] as const);
    return {
      ...{ of, move, sender, isRefused: move.code !== null },
      names: { what, key: [sender.code, body.head.copNo ?? '', move.at] },
      says: (said) => ({ kind, said }),
    };
  };
