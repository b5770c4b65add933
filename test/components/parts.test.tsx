import {renderToString} from 'ink';
import {expect, test, vi} from 'vitest';
import {Parts} from '../../components/parts.tsx';

test('pieces without letters are told apart too', () => {
	const error = vi.spyOn(console, 'error').mockImplementation(() => {});
	const parts = ['', 'a', '', '', 'b'].map((text) => ({text, rank: 0}));
	expect(renderToString(<Parts parts={parts} terminalStyle={{colour: false, ascii: false}} />)).toBe('ab');
	expect(error).not.toHaveBeenCalled();
	error.mockRestore();
});
