/** Why what the kernel tells is missing of a guest that was reached by its socket alone. */
export const unknownProcess = 'its process is not known here';
