import { type Chain, isSigned, QUICKNET, roundValue, timeOfRound } from './beacon.ts';
import { readRound } from './beacon-codec.ts';
import { type DrawFinding, drawFinding } from './codes.ts';
import type { DrawFile } from './draw-file.ts';

/**
 * Whether the beacon in a draw is the round that its terms named: against what a relay of the chain
 * published of that round, and that against the key of the chain. No relay has to be trusted.
 */
export function beaconFindings(
  { terms, beacon }: Pick<DrawFile, 'terms' | 'beacon'>,
  published: Uint8Array,
  chain: Chain = QUICKNET,
): DrawFinding[] {
  const named = terms.body.beacon;
  const read = readRound(published);
  if (!read.ok) return [unsound('it is no published round', '并非已公布的轮次')];
  if (named === null || beacon === null) {
    return [unsound('the draw has no value of a beacon', '抽取中没有信标数值')];
  }
  if (named.source !== chain.hash) {
    return [unsound(`the key of ${named.source} is not known here`, '未知该信标链的公钥')];
  }
  const at = timeOfRound(chain, named.round);
  const checks: readonly (readonly [boolean, string, string])[] = [
    [named.at === at, `round ${named.round} comes out at ${at}`, `该轮公布时间为 ${at}`],
    [read.value.round === named.round, `it is round ${read.value.round}`, '轮次不符'],
    [isSigned(chain, read.value), 'the chain did not sign it', '信标链签名不符'],
    [roundValue(read.value) === beacon, `its value is ${roundValue(read.value)}`, '数值不符'],
  ];
  return checks.filter(([holds]) => !holds).map(([, reason, zh]) => unsound(reason, zh));
}

const unsound = (reason: string, reasonZh: string) =>
  drawFinding('DRAW-ROUND', 'beacon', { reason, reasonZh });
