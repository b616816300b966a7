/** Header by which CloudFront proves that it is CloudFront: it replaces whatever a caller sends under this name. */
export const edgeProofHeader = 'x-basegrid-edge';

/** Header in which CloudFront tells whose request it is (infra/edge/viewer-request.ts). */
export const edgeViewerHeader = 'x-basegrid-viewer';
