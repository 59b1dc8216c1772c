/** Of every trial: its receiver and its simulated Facebook sign with these. */
export const appSecret = 'trial-app-secret-0123456789abcdef'
export const verifyToken = 'trial'
export const appId = '471100'
