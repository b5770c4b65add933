/**
A guest chooses its name, its QMP text and its xenstore values: none of them may move the cursor of the terminal that
shows them. Control characters (C0, DEL, C1), line and paragraph separators, bidirectional overrides and lone
surrogates become U+FFFD, so that a name stays one line and two odd names stay two names.
*/
export const cleanText = (text: string): string =>
	text
		.toWellFormed()
		.replaceAll(
			/[\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g,
			'\uFFFD',
		);
