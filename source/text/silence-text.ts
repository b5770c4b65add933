/**
`has not answered for 2.5 s`, or `has not answered yet` where the time is rounded to 0.
@param digits after the decimal point, below ten seconds.
*/
export const silenceText = (seconds: number, digits = 1): string => {
	const text = seconds.toFixed(seconds < 9.95 ? digits : 0);
	return Number(text) > 0 ? `has not answered for ${text} s` : 'has not answered yet';
};
