import {footerParts} from '../source/scene/footer-parts.ts';
import type {Scene} from '../source/scene/scene.ts';
import {Parts} from './parts.tsx';

/** The last line of the screen. */
export const Footer = ({scene, hasKeyboard}: {readonly scene: Scene; readonly hasKeyboard: boolean}) => (
	<Parts parts={footerParts(scene, hasKeyboard)} terminalStyle={scene.terminalStyle} />
);
