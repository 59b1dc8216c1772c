# One image for every role: `pagebeat receive`, `work`, `board`, `console`, `migrate`. `npm run image` builds it.
# The base image stands here once. `npm run image -- --pin` adds its digest; a release is not built without one.
FROM node:24.21.0-slim AS base
WORKDIR /app

# The package as `npm run build` makes it. `pagebeat work --help` takes 1.2 s of processor time on a slow core, as 2100 modules 2.7 s
# (2 busy cores, no compile cache, which a read-only container cannot keep).
FROM base AS build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY CHANGELOG.md LICENSE README.md tsconfig.json ./
COPY docs/reference/storyboard.schema.json docs/reference/
COPY scripts/build.ts scripts/build-console.ts scripts/bundle.ts scripts/shrinkwrap.ts scripts/
COPY bin bin
COPY console console
COPY queues queues
COPY sql sql
COPY src src
COPY storyboards storyboards
COPY workers workers
RUN node scripts/build.ts

FROM base AS packages
COPY --from=build /app/dist/package.json /app/dist/npm-shrinkwrap.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM base
ENV NODE_ENV=production
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist ./
RUN ln -s /app/bin/pagebeat.js /usr/local/bin/pagebeat
# A volume that is mounted here takes over its mode. The receiver makes its own folder in it (RECEIVER_SPOOL), mode 0700.
RUN mkdir -m 1777 /spool

# Root owns the files: the process can read them and change none.
USER node
EXPOSE 3000 3001 3002
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 CMD ["perl", "/app/bin/health.pl"]
ENTRYPOINT ["pagebeat"]
CMD ["--help"]
