/** Describes the option `--also-forgotten`. */
export const alsoForgotten = 'also for customers who were forgotten: use it if they signed up anew'
