import type { Loading } from '../../engine/action.ts';
import { checkFile, createValidators, type ValidateFunction } from '../../engine/schema/index.ts';
import type { Position } from '../../engine/source.ts';
import schema from '../../schemas/print.schema.json' with { type: 'json' };

/** Left, top, right, bottom, in points. */
export type Margin = readonly [number, number, number, number];
export type Width = number | 'auto' | '*';

export interface Line {
  readonly width: number;
  readonly color: string;
}

/** What holds for everything inside an element, too. */
export interface TextStyle {
  readonly fontSize?: number;
  readonly lineHeight?: number;
  readonly bold?: boolean;
  readonly italics?: boolean;
  readonly color?: string;
  readonly alignment?: 'left' | 'right' | 'center' | 'justify';
  readonly noWrap?: boolean;
}

export interface Style extends TextStyle {
  readonly lineEnds?: boolean;
  readonly display?: 'block' | 'inline' | 'none';
  readonly separator?: string;
  readonly margin?: Margin;
  readonly columns?: readonly Width[];
  readonly gap?: number;
  readonly widths?: readonly Width[];
  readonly width?: number;
  readonly together?: boolean;
  readonly lineAbove?: Line;
  readonly lineBelow?: Line;
}

export interface Paper {
  readonly size: string;
  readonly landscape?: boolean;
  readonly margin?: Margin;
  readonly pageNumbers?: boolean;
}

/** How a page is laid out (schemas/print.schema.json). */
export interface PrintStyle {
  readonly paper: Paper;
  readonly styles: Readonly<Record<string, Style>>;
}

let validate: ValidateFunction<PrintStyle> | undefined;

/** Reads a style file; what is wrong in it is reported where it stands, and nothing returned. */
export function readStyle(path: string, loading: Loading, at: Position): PrintStyle | undefined {
  const file = loading.file(path, at);
  if (file === undefined) return undefined;
  validate ??= createValidators().compile<PrintStyle>(schema);
  if (validate(file.data)) return file.data;
  for (const { path: where, kind, problem } of checkFile(validate, file.data, { file, path: [] }))
    loading.report(kind === 'unknown' ? 'KEY_UNKNOWN' : 'SCHEMA', problem.message, { file, path: where }, problem.hint);
  return undefined;
}
