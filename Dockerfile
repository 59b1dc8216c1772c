# One image for every role: `pagebeat receive`, `work`, `board`, `migrate`. Node runs the TypeScript itself, so nothing is built.
ARG NODE_VERSION=24.21.0

FROM node:${NODE_VERSION}-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# The compiler comes along as somebody's optional peer, a third of the whole: nothing here runs it.
RUN npm ci --omit=dev --no-audit --no-fund && rm -rf node_modules/typescript node_modules/@typescript node_modules/@types

FROM node:${NODE_VERSION}-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json ./
COPY bin bin
COPY queues queues
COPY sql sql
COPY src src
COPY storyboards storyboards
COPY workers workers
RUN chmod 755 bin/pagebeat.ts && ln -s /app/bin/pagebeat.ts /usr/local/bin/pagebeat

# The files stay root's: the process can read them and nothing more.
USER node
EXPOSE 3000 3001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 CMD ["node", "/app/bin/health.ts"]
ENTRYPOINT ["pagebeat"]
CMD ["--help"]
