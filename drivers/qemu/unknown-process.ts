/** The reason why a domain that was reached by its socket alone lacks what the kernel tells. */
export const unknownProcess = 'its process is not known here';
