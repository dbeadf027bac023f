// Package deepcopy copies the columns, rows and sheets of a workbook for excelize. It stands in the place of the module whose
// path it bears (go.mod says so): that one calls methods by their names, for which the linker must keep every exported method
// of every type of the program, a fifth of its size. It is a module of its own since a replacement has to be one, holds what
// excelize calls and no more, and uses no reflect.Method, which internal/arch tests.
package deepcopy

import (
	"fmt"
	"reflect"
	"unsafe"
)

// Copy sets what dst points at to a deep copy of src, or of what src points at: the two share no memory that either can change.
// Unexported fields are copied too. What package sync holds is not: a copy begins unlocked, its maps empty. Missing stays
// missing, and empty empty. The types must be the same, and src must not lead back to itself, which no part of a sheet does.
// Functions, channels and unsafe pointers are shared.
func Copy(dst, src any) error {
	to, from := reflect.ValueOf(dst), reflect.ValueOf(src)
	if to.Kind() != reflect.Pointer || to.IsNil() {
		return fmt.Errorf("deepcopy: cannot copy into %T: want a pointer to what is to be set", dst)
	}
	if from.IsValid() && from.Type() == to.Type() {
		from = from.Elem() // invalid where src is nil
	}
	if to = to.Elem(); !from.IsValid() || from.Type() != to.Type() {
		return fmt.Errorf("deepcopy: cannot copy %T into %T", src, dst)
	}
	to.Set(from)
	detach(to)
	return nil
}

// detach puts a copy of its own in the place of all that v refers to and shares.
func detach(v reflect.Value) {
	if v.Type().PkgPath() == "sync" {
		v.SetZero()
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Field(i)
			detach(reflect.NewAt(f.Type(), unsafe.Pointer(f.UnsafeAddr())).Elem()) // reflection does not set unexported fields
		}
	case reflect.Array:
		for i := range v.Len() {
			detach(v.Index(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			own := reflect.New(v.Type().Elem())
			own.Elem().Set(v.Elem())
			detach(own.Elem())
			v.Set(own)
		}
	case reflect.Interface:
		if !v.IsNil() {
			v.Set(detached(v.Elem()))
		}
	case reflect.Slice:
		if !v.IsNil() {
			detachElements(v)
		}
	case reflect.Map:
		if !v.IsNil() {
			detachEntries(v)
		}
	}
}

func detachElements(v reflect.Value) {
	own := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	reflect.Copy(own, v)
	for i := range own.Len() {
		detach(own.Index(i))
	}
	v.Set(own)
}

func detachEntries(v reflect.Value) {
	own := reflect.MakeMapWithSize(v.Type(), v.Len())
	for at := v.MapRange(); at.Next(); {
		own.SetMapIndex(detached(at.Key()), detached(at.Value()))
	}
	v.Set(own)
}

// detached is a deep copy of what cannot be set where it stands.
func detached(v reflect.Value) reflect.Value {
	own := reflect.New(v.Type()).Elem()
	own.Set(v)
	detach(own)
	return own
}
