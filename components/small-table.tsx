import {Text} from 'ink';
import InkTable from 'ink-table';
import type {ComponentType, PropsWithChildren} from 'react';
import type {TerminalStyle} from '../source/text/terminal-style.ts';

type Props = {
	/** Cells already cut and padded, since ink-table counts widths in letters; columns in the order of the first row. */
	readonly rows: readonly Readonly<Record<string, string>>[];
	readonly terminalStyle: TerminalStyle;
};

type TableProps = {
	readonly data: readonly Readonly<Record<string, string>>[];
	readonly skeleton: ComponentType<PropsWithChildren>;
	readonly header: ComponentType<PropsWithChildren>;
	readonly cell: ComponentType<PropsWithChildren>;
};

/** ink-table's own types ask for the global JSX namespace, which React 19 no longer has. */
const Table = InkTable as unknown as ComponentType<TableProps>;

const Cell = ({children}: PropsWithChildren) => <Text>{children}</Text>;
const Heading = ({children}: PropsWithChildren) => <Text bold>{children}</Text>;

/** Only bars between the columns: a rule between all rows would double the height. */
const skeleton =
	(bar: string) =>
	({children}: PropsWithChildren) =>
		children === '│' ? <Text dimColor>{bar}</Text> : null;

const bars = skeleton('│');
const asciiBars = skeleton('|');

/** A small table of domtop's own strings that rarely changes; the table of the pages is drawn by lines. */
export const SmallTable = ({rows, terminalStyle}: Props) => (
	<Table data={rows} skeleton={terminalStyle.ascii ? asciiBars : bars} header={Heading} cell={Cell} />
);
