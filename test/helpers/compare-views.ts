// Runs before each file of tests, so that `toEqual` and its kin compare views by what they say.
import './view-equality.ts';
