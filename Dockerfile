# The gateway as an image: `docker build -t smsc-sender-gateway .`
FROM node:24-alpine AS console
WORKDIR /app
COPY package.json package-lock.json vite.config.ts ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY src ./src
RUN npx vite build --logLevel warn

FROM node:24-alpine AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# Optional ones are other platforms' Node: the image brings its own.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:24-alpine
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 OPERATOR_HOST=0.0.0.0 OPERATOR_PORT=9090 DATA_DIR=/data
COPY package.json ./
COPY schema ./schema
COPY src ./src
COPY --from=packages /app/node_modules ./node_modules
COPY --from=console /app/node_modules/.cache/console ./node_modules/.cache/console
RUN mkdir -p /data node_modules/.cache/compile && chown node:node /data node_modules/.cache/compile
USER node
VOLUME /data
EXPOSE 4000 9090
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:9090/healthz"]
CMD ["node", "--disable-warning=ExperimentalWarning", "--max-semi-space-size=8", "src/main.ts"]
