// A receiver of Kick's webhooks. Nothing but the standard library.
package main

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
)

func main() {
	key := publicKey(setting("KICK_API_URL", "https://api.kick.com"))
	http.HandleFunc("/kick", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body) // as received: JSON that is written again does not verify
		kick := func(name string) string { return r.Header.Get("Kick-Event-" + name) }
		time := kick("Message-Timestamp")
		if time == "" {
			time = kick("Timestamp") // on claims of drops
		}
		signed := sha256.Sum256([]byte(kick("Message-Id") + "." + time + "." + string(body)))
		signature, _ := base64.StdEncoding.DecodeString(kick("Signature"))
		if rsa.VerifyPKCS1v15(key, crypto.SHA256, signed[:], signature) != nil {
			w.WriteHeader(http.StatusForbidden)
			fmt.Println("not from Kick")
			return
		}
		fmt.Println(kick("Type"), string(body))
	})
	listener, err := net.Listen("tcp", "127.0.0.1:"+setting("PORT", "3000"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("listening")
	log.Fatal(http.Serve(listener, nil))
}

func publicKey(api string) *rsa.PublicKey {
	answer, err := http.Get(api + "/public/v1/public-key")
	if err != nil {
		log.Fatal(err)
	}
	defer answer.Body.Close()
	var envelope struct {
		Data struct {
			PublicKey string `json:"public_key"`
		} `json:"data"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&envelope); err != nil {
		log.Fatal(err)
	}
	block, _ := pem.Decode([]byte(envelope.Data.PublicKey))
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		log.Fatal(err)
	}
	return key.(*rsa.PublicKey)
}

func setting(name, usual string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return usual
}
