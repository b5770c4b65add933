import {initialView, type View, type ViewChoices} from '../../source/view/view.ts';
import {someOptions} from './some-options.ts';

/** The view of a person who gives no options, with these changes. */
export const someView = (changes: Partial<ViewChoices> = {}): View => initialView(someOptions(changes));
